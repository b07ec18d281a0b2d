// Many receivers that wait at once, each in a thread of its own: what they cost while they wait.

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
    long threads;
    long kilobytes; // resident
} usage_t;

static usage_t usage(void) {
    usage_t u = {0};
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    check(status != NULL, "/proc/self/status");
    while (fgets(line, sizeof line, status) != NULL) {
        sscanf(line, "Threads: %ld", &u.threads);
        sscanf(line, "VmRSS: %ld", &u.kilobytes);
    }
    fclose(status);
    return u;
}

// settled waits until nothing has changed for a while.
static usage_t settled(void) {
    usage_t last = usage();
    for (int same = 0; same < 10;) {
        struct timespec pause = {.tv_nsec = 20000000};
        nanosleep(&pause, NULL);
        usage_t next = usage();
        same = next.threads == last.threads && next.kilobytes == last.kilobytes ? same + 1 : 0;
        last = next;
    }
    return last;
}

static void *receive_one(void *argument) {
    recv_n(argument, 1);
    return NULL;
}

// waits returns how often threads of this process have begun to wait.
static long waits(void) {
    struct rusage usage;
    check(getrusage(RUSAGE_SELF, &usage) == 0, "getrusage");
    return usage.ru_nvcsw;
}

// wakeups returns how often a second threads wake up while nothing happens. Each wait ends with one, and this
// function's own does not count.
static double wakeups(void) {
    long before = waits();
    struct timespec pause = {.tv_nsec = 500000000};
    nanosleep(&pause, NULL);
    return 2.0 * (waits() - before - 1);
}

end_t *open_pulls(void *context, end_t *push, const task_t *task) {
    char endpoint[256];
    end_t *all = calloc(task->peers, sizeof *all);
    check(all != NULL, "calloc");
    for (int i = 0; i < task->peers; i++) {
        all[i] = open_end(context, ZMQ_PULL, task);
        bind_end(&all[i], "inproc", endpoint, sizeof endpoint);
        connect_end(push, endpoint);
    }
    return all;
}

void blocked(const task_t *task) {
    void *context = open_context(task->peers + 16);
    end_t push = open_end(context, ZMQ_PUSH, task);
    end_t *all = open_pulls(context, &push, task);
    pthread_t *threads = calloc(task->peers, sizeof *threads);
    check(threads != NULL, "calloc");
    usage_t before = settled();
    for (int i = 0; i < task->peers; i++)
        start_thread(&threads[i], receive_one, &all[i]);
    usage_t during = settled();
    double woken = wakeups();
    send_n(&push, task->peers); // to each in turn
    for (int i = 0; i < task->peers; i++)
        pthread_join(threads[i], NULL);
    printf("{\"count\":%d,\"threads\":%ld,\"kilobytes\":%ld,\"wakeups\":%g}\n", task->peers,
           during.threads - before.threads, during.kilobytes - before.kilobytes, woken);
}
