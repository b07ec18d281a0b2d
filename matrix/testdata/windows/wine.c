/* Wine's server opens a file below /usr/share/wine: this finds it where Wine was unpacked, below ROOT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

int open(const char *path, int flags, ...)
{
    static int (*next)(const char *, int, ...);
    char moved[4096];
    va_list list;
    mode_t mode;
    va_start(list, flags);
    mode = va_arg(list, mode_t);
    va_end(list);
    if (!next)
        next = (int (*)(const char *, int, ...)) dlsym(RTLD_NEXT, "open");
    if (strncmp(path, "/usr/share/wine/", 16) == 0 && snprintf(moved, sizeof moved, "%s%s", ROOT, path) < (int) sizeof moved)
        path = moved;
    return next(path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));
