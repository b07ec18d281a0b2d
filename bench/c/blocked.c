// Many receivers that wait at once, each in a thread of its own: what they cost while they wait.

#include "bench.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
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

void blocked(const task_t *task) {
    char endpoint[256];
    void *context = open_context(task->peers + 16);
    end_t push = open_end(context, ZMQ_PUSH, task);
    end_t *all = calloc(task->peers, sizeof *all);
    pthread_t *threads = calloc(task->peers, sizeof *threads);
    check(all != NULL && threads != NULL, "calloc");
    for (int i = 0; i < task->peers; i++) {
        all[i] = open_end(context, ZMQ_PULL, task);
        bind_end(&all[i], "inproc", endpoint, sizeof endpoint);
        connect_end(&push, endpoint);
    }
    usage_t before = settled();
    for (int i = 0; i < task->peers; i++)
        check(pthread_create(&threads[i], NULL, receive_one, &all[i]) == 0, "pthread_create");
    usage_t during = settled();
    send_n(&push, task->peers); // to each in turn
    for (int i = 0; i < task->peers; i++)
        pthread_join(threads[i], NULL);
    printf("{\"count\":%d,\"threads\":%ld,\"kilobytes\":%ld}\n", task->peers, during.threads - before.threads,
           during.kilobytes - before.kilobytes);
    for (int i = 0; i < task->peers; i++)
        close_end(&all[i]);
    close_end(&push);
    zmq_ctx_term(context);
}
