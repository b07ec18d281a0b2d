// Messages through a proxy, which has a thread and a context of its own.

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    end_t front, back;
} proxy_t;

static void *run(void *argument) {
    proxy_t *proxy = argument;
    zmq_proxy(proxy->front.socket, proxy->back.socket, NULL);
    check(0, "zmq_proxy");
    return NULL;
}

// through opens two sockets with a proxy between them. The kinds are those of the sockets in the way of a message.
static void through(const task_t *task, const int kinds[4], end_t ends[2]) {
    static proxy_t proxy;
    char frontend[256], backend[256];
    void *context = open_context(0), *others = open_context(0);
    ends[0] = open_end(others, kinds[0], task);
    proxy.front = open_end(context, kinds[1], task);
    proxy.back = open_end(context, kinds[2], task);
    ends[1] = open_end(others, kinds[3], task);
    bind_end(&proxy.front, task->transport, frontend, sizeof frontend);
    bind_end(&proxy.back, task->transport, backend, sizeof backend);
    connect_end(&ends[0], frontend);
    connect_end(&ends[1], backend);
    pthread_t thread;
    start_thread(&thread, run, &proxy);
}

void proxy_throughput(const task_t *task) {
    end_t ends[2];
    through(task, (const int[]){ZMQ_PUSH, ZMQ_PULL, ZMQ_PUSH, ZMQ_PULL}, ends);
    stream(&ends[0], 1, &ends[1], task);
}

void proxy_trips(const task_t *task) {
    end_t ends[2];
    through(task, (const int[]){ZMQ_REQ, ZMQ_ROUTER, ZMQ_DEALER, ZMQ_REP}, ends);
    trips(&ends[0], &ends[1], task);
}
