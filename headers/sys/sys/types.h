/* The types that C headers take from here. */
#ifndef ZMQGEN_SYS_TYPES_H
#define ZMQGEN_SYS_TYPES_H
#include <stddef.h>
typedef __PTRDIFF_TYPE__ ssize_t;
typedef int pid_t;
#ifndef _WIN32
typedef unsigned int uid_t;
typedef unsigned int gid_t;
#endif
#endif
