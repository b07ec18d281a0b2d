// REQ to REP and back: the time of each round trip.

#include "bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    end_t *end;
    long count;
} replier_t;

static void *reply(void *argument) {
    replier_t *replier = argument;
    for (long i = 0; i < replier->count; i++) {
        recv_n(replier->end, 1);
        send_n(replier->end, 1);
    }
    return NULL;
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void ask(end_t *req, int64_t *times, long n) {
    for (long i = 0; i < n; i++) {
        int64_t start = now();
        send_n(req, 1);
        recv_n(req, 1);
        times[i] = now() - start;
    }
}

void trips(end_t *req, end_t *rep, const task_t *task) {
    long most = task->warmup > task->count ? task->warmup : task->count;
    int64_t *times = calloc(most, sizeof *times);
    check(times != NULL, "calloc");
    replier_t replier = {.end = rep, .count = task->warmup + task->count};
    pthread_t thread;
    start_thread(&thread, reply, &replier);
    ask(req, times, task->warmup);

    clock_values_t start = clocks();
    ask(req, times, task->count);
    print_result(task->count, start);
    pthread_join(thread, NULL);
    qsort(times, task->count, sizeof *times, by_value);
    printf(",\"p50\":%" PRId64 ",\"p99\":%" PRId64 "}\n", times[task->count / 2], times[task->count * 99 / 100]);
}

void round_trips(const task_t *task) {
    char endpoint[256];
    void *context = open_context(0);
    end_t rep = open_end(context, ZMQ_REP, task);
    end_t req = open_end(context, ZMQ_REQ, task);
    bind_end(&rep, task->transport, endpoint, sizeof endpoint);
    connect_end(&req, endpoint);
    trips(&req, &rep, task);
}
