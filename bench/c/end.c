// Sockets, and the forms in which they send and receive.

#include "bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void check(int ok, const char *what) {
    if (ok)
        return;
    fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
    exit(1);
}

int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

clock_values_t clocks(void) {
    struct timespec cpu;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    return (clock_values_t){.time = now(), .cpu = (int64_t)cpu.tv_sec * 1000000000 + cpu.tv_nsec};
}

void print_result(long count, clock_values_t start) {
    clock_values_t end = clocks();
    printf("{\"count\":%ld,\"nanoseconds\":%" PRId64 ",\"cpu\":%" PRId64, count, end.time - start.time,
           end.cpu - start.cpu);
}

void start_thread(pthread_t *thread, void *(*run)(void *), void *argument) {
    check(pthread_create(thread, NULL, run, argument) == 0, "pthread_create");
}

void *open_context(int sockets) {
    void *context = zmq_ctx_new();
    check(context != NULL, "zmq_ctx_new");
    if (sockets > 0)
        check(zmq_ctx_set(context, ZMQ_MAX_SOCKETS, sockets) == 0, "ZMQ_MAX_SOCKETS");
    return context;
}

end_t open_end(void *context, int type, const task_t *task) {
    end_t end = {.form = task->form, .size = task->size};
    end.socket = zmq_socket(context, type);
    check(end.socket != NULL, "zmq_socket");
    end.buffer = calloc(1, task->size + 1);
    check(end.buffer != NULL, "calloc");
    set_int(&end, ZMQ_LINGER, 0);
    return end;
}

void set_int(end_t *end, int option, int value) {
    check(zmq_setsockopt(end->socket, option, &value, sizeof value) == 0, "zmq_setsockopt");
}

void bind_end(end_t *end, const char *transport, char *endpoint, size_t size) {
    static int names;
    if (strcmp(transport, "tcp") == 0)
        snprintf(endpoint, size, "tcp://127.0.0.1:*");
    else if (strcmp(transport, "ipc") == 0) // in a directory that the runner removes
        snprintf(endpoint, size, "ipc://bench-%d-%d", (int)getpid(), names++);
    else
        snprintf(endpoint, size, "inproc://bench-%d", names++);
    check(zmq_bind(end->socket, endpoint) == 0, "zmq_bind");
    check(zmq_getsockopt(end->socket, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0, "ZMQ_LAST_ENDPOINT");
}

void connect_end(end_t *end, const char *endpoint) {
    check(zmq_connect(end->socket, endpoint) == 0, "zmq_connect");
}

static void send_copies(end_t *end, long n) {
    for (long i = 0; i < n; i++)
        check(zmq_send(end->socket, end->buffer, end->size, 0) == (int)end->size, "zmq_send");
}

static void send_messages(end_t *end, long n) {
    for (long i = 0; i < n; i++) {
        zmq_msg_t msg;
        check(zmq_msg_init_size(&msg, end->size) == 0, "zmq_msg_init_size");
        memcpy(zmq_msg_data(&msg), end->buffer, end->size);
        check(zmq_msg_send(&msg, end->socket, 0) == (int)end->size, "zmq_msg_send");
    }
}

static void leave(void *data, void *hint) {
    (void)data;
    (void)hint;
}

static void send_data(end_t *end, long n) {
    for (long i = 0; i < n; i++) {
        zmq_msg_t msg;
        check(zmq_msg_init_data(&msg, end->buffer, end->size, leave, NULL) == 0, "zmq_msg_init_data");
        check(zmq_msg_send(&msg, end->socket, 0) == (int)end->size, "zmq_msg_send");
    }
}

void send_n(end_t *end, long n) {
    switch (end->form) {
    case FORM_COPY:
        send_copies(end, n);
        break;
    case FORM_MSG:
        send_messages(end, n);
        break;
    case FORM_DATA:
        send_data(end, n);
        break;
    }
}

static void recv_copies(end_t *end, long n) {
    char name[255];
    for (long i = 0; i < n; i++) {
        if (end->routed)
            check(zmq_recv(end->socket, name, sizeof name, 0) > 0, "zmq_recv");
        check(zmq_recv(end->socket, end->buffer, end->size, 0) == (int)end->size, "zmq_recv");
    }
}

static void recv_messages(end_t *end, long n) {
    zmq_msg_t msg;
    zmq_msg_init(&msg);
    for (long i = 0; i < n; i++) {
        check(zmq_msg_recv(&msg, end->socket, 0) == (int)end->size, "zmq_msg_recv");
        check(zmq_msg_data(&msg) != NULL, "zmq_msg_data");
    }
    zmq_msg_close(&msg);
}

void recv_n(end_t *end, long n) {
    if (end->form == FORM_COPY)
        recv_copies(end, n);
    else
        recv_messages(end, n);
}

size_t recv_size(end_t *end) {
    int size = zmq_recv(end->socket, end->buffer, end->size, 0);
    check(size >= 0, "zmq_recv");
    return (size_t)size;
}
