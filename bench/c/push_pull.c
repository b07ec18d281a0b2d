// PUSH to PULL, from one thread to another: how long until everything has arrived.

#include "bench.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

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

void push_pull(const task_t *task) {
    char endpoint[256];
    void *context = open_context(0);
    end_t pull = open_end(context, ZMQ_PULL, task);
    end_t push = open_end(context, ZMQ_PUSH, task);
    bind_end(&pull, task->transport, endpoint, sizeof endpoint);
    connect_end(&push, endpoint);

    receiver_t receiver = {.end = &pull, .task = task};
    sem_init(&receiver.warm, 0, 0);
    pthread_t thread;
    check(pthread_create(&thread, NULL, receive, &receiver) == 0, "pthread_create");
    send_n(&push, task->warmup);
    sem_wait(&receiver.warm);

    clock_values_t start = clocks();
    send_n(&push, task->count);
    pthread_join(thread, NULL);
    print_result(task->count, start);
    printf("}\n");
    close_end(&push);
    close_end(&pull);
    zmq_ctx_term(context);
}
