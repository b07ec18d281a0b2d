// PUB to many SUBs, each in a thread of its own: how long until everyone has everything.

#include "bench.h"

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// Messages of these sizes come before the others: the first kind until everyone has had one, which shows
// that the subscription is in place, and the second kind once.
enum { PROBE_SIZE = 1, START_SIZE = 2 };

typedef struct {
    end_t end;
    const task_t *task;
    sem_t *joined;
    sem_t *warm;
    pthread_t thread;
} subscriber_t;

static void *subscribe(void *argument) {
    subscriber_t *subscriber = argument;
    check(recv_size(&subscriber->end) == PROBE_SIZE, "probe");
    sem_post(subscriber->joined);
    while (recv_size(&subscriber->end) != START_SIZE)
        ;
    recv_n(&subscriber->end, subscriber->task->warmup);
    sem_post(subscriber->warm);
    recv_n(&subscriber->end, subscriber->task->count);
    return NULL;
}

static subscriber_t *join(void *context, const task_t *task, const char *endpoint, sem_t *joined, sem_t *warm) {
    subscriber_t *all = calloc(task->peers, sizeof *all);
    check(all != NULL, "calloc");
    for (int i = 0; i < task->peers; i++) {
        all[i] = (subscriber_t){.end = open_end(context, ZMQ_SUB, task), .task = task, .joined = joined, .warm = warm};
        set_int(&all[i].end, ZMQ_RCVHWM, 0);
        check(zmq_setsockopt(all[i].end.socket, ZMQ_SUBSCRIBE, "", 0) == 0, "ZMQ_SUBSCRIBE");
        connect_end(&all[i].end, endpoint);
        start_thread(&all[i].thread, subscribe, &all[i]);
    }
    return all;
}

// probe publishes until everyone has heard it, and then says that it begins.
static void probe(end_t *pub, int peers, sem_t *joined) {
    for (int heard = 0; heard < peers;) {
        check(zmq_send(pub->socket, pub->buffer, PROBE_SIZE, 0) == PROBE_SIZE, "zmq_send");
        struct timespec pause = {.tv_nsec = 1000000};
        nanosleep(&pause, NULL);
        while (sem_trywait(joined) == 0)
            heard++;
    }
    check(zmq_send(pub->socket, pub->buffer, START_SIZE, 0) == START_SIZE, "zmq_send");
}

void fan_out(const task_t *task) {
    char endpoint[256];
    sem_t joined, warm;
    sem_init(&joined, 0, 0);
    sem_init(&warm, 0, 0);
    void *context = open_context(task->peers + 16);
    end_t pub = open_end(context, ZMQ_PUB, task);
    set_int(&pub, ZMQ_SNDHWM, 0);
    bind_end(&pub, task->transport, endpoint, sizeof endpoint);
    subscriber_t *all = join(context, task, endpoint, &joined, &warm);
    probe(&pub, task->peers, &joined);
    send_n(&pub, task->warmup);
    for (int i = 0; i < task->peers; i++)
        sem_wait(&warm);

    clock_values_t start = clocks();
    send_n(&pub, task->count);
    for (int i = 0; i < task->peers; i++)
        pthread_join(all[i].thread, NULL);
    print_result(task->count * task->peers, start);
    printf("}\n");
}
