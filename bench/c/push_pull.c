// Messages from one thread to another: how long until everything has arrived.

#include "bench.h"

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    end_t *end;
    const task_t *task;
    sem_t warm;
} receiver_t;

static void *receive(void *argument) {
    receiver_t *receiver = argument;
    recv_n(receiver->end, receiver->task->warmup);
    sem_post(&receiver->warm);
    recv_n(receiver->end, receiver->task->count);
    return NULL;
}

static void send_in_turn(end_t *from, int senders, long n) {
    if (senders == 1)
        send_n(from, n);
    else
        for (long i = 0; i < n; i++)
            send_n(&from[i % senders], 1);
}

void stream(end_t *from, int senders, end_t *to, const task_t *task) {
    receiver_t receiver = {.end = to, .task = task};
    sem_init(&receiver.warm, 0, 0);
    pthread_t thread;
    start_thread(&thread, receive, &receiver);
    send_in_turn(from, senders, task->warmup);
    sem_wait(&receiver.warm);

    clock_values_t start = clocks();
    send_in_turn(from, senders, task->count);
    pthread_join(thread, NULL);
    print_result(task->count, start);
    printf("}\n");
}

// PUSH to PULL.
void push_pull(const task_t *task) {
    char endpoint[256];
    void *context = open_context(0);
    end_t pull = open_end(context, ZMQ_PULL, task);
    end_t push = open_end(context, ZMQ_PUSH, task);
    bind_end(&pull, task->transport, endpoint, sizeof endpoint);
    connect_end(&push, endpoint);
    stream(&push, 1, &pull, task);
}

// DEALERs to one ROUTER. They connect 50 at a time: libzmq's listeners have room for 100.
void fan_in(const task_t *task) {
    char endpoint[256];
    void *context = open_context(0), *others = open_context(task->peers + 16);
    end_t router = open_end(context, ZMQ_ROUTER, task);
    router.routed = 1;
    bind_end(&router, task->transport, endpoint, sizeof endpoint);
    end_t *dealers = calloc(task->peers, sizeof *dealers);
    check(dealers != NULL, "calloc");
    for (int i = 0; i < task->peers; i++) {
        dealers[i] = open_end(others, ZMQ_DEALER, task);
        connect_end(&dealers[i], endpoint);
        send_n(&dealers[i], 1);
        if (i % 50 == 49)
            recv_n(&router, 50);
    }
    recv_n(&router, task->peers % 50);
    stream(dealers, task->peers, &router, task);
}
