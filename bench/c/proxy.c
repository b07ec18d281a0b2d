// Messages through a proxy, which has a thread and a context of its own.

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    end_t front, back;
    void *capture; // or NULL
} proxy_t;

static void *run(void *argument) {
    proxy_t *proxy = argument;
    zmq_proxy(proxy->front.socket, proxy->back.socket, proxy->capture);
    check(0, "zmq_proxy");
    return NULL;
}

// read_copies receives what the proxy has captured.
static void *read_copies(void *reader) {
    for (;;)
        recv_n(reader, 1);
    return NULL;
}

// capture returns a socket that messages are copied to, and starts a thread that reads them.
static void *capture(const task_t *task, void *context, void *others) {
    static end_t reader;
    char endpoint[256];
    end_t end = open_end(context, ZMQ_PUSH, task);
    reader = open_end(others, ZMQ_PULL, task);
    bind_end(&end, task->transport, endpoint, sizeof endpoint);
    connect_end(&reader, endpoint);
    pthread_t thread;
    start_thread(&thread, read_copies, &reader);
    return end.socket;
}

// through opens two sockets with a proxy between them. The kinds are those of the sockets in the way of a message.
static void through(const task_t *task, const int kinds[4], int captures, end_t ends[2]) {
    static proxy_t proxy;
    char frontend[256], backend[256];
    void *context = open_context(0), *others = open_context(0);
    if (captures)
        proxy.capture = capture(task, context, others);
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
    through(task, (const int[]){ZMQ_PUSH, ZMQ_PULL, ZMQ_PUSH, ZMQ_PULL}, 0, ends);
    stream(&ends[0], 1, &ends[1], task);
}

// A third socket gets a copy of each message.
void captured_throughput(const task_t *task) {
    end_t ends[2];
    through(task, (const int[]){ZMQ_PUSH, ZMQ_PULL, ZMQ_PUSH, ZMQ_PULL}, 1, ends);
    stream(&ends[0], 1, &ends[1], task);
}

void proxy_trips(const task_t *task) {
    end_t ends[2];
    through(task, (const int[]){ZMQ_REQ, ZMQ_ROUTER, ZMQ_DEALER, ZMQ_REP}, 0, ends);
    trips(&ends[0], &ends[1], task);
}
