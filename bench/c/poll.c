// Many sockets of which one has a message: how long until it is found and received.

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

static void find_n(end_t *push, end_t *pulls, zmq_pollitem_t *items, int peers, long n) {
    for (long i = 0; i < n; i++) {
        send_n(push, 1); // to each in turn
        check(zmq_poll(items, peers, -1) == 1, "zmq_poll");
        int ready = 0;
        while (items[ready].revents == 0)
            ready++;
        recv_n(&pulls[ready], 1);
    }
}

void poll_many(const task_t *task) {
    void *context = open_context(task->peers + 16);
    end_t push = open_end(context, ZMQ_PUSH, task);
    end_t *pulls = open_pulls(context, &push, task);
    zmq_pollitem_t *items = calloc(task->peers, sizeof *items);
    check(items != NULL, "calloc");
    for (int i = 0; i < task->peers; i++)
        items[i] = (zmq_pollitem_t){.socket = pulls[i].socket, .events = ZMQ_POLLIN};
    find_n(&push, pulls, items, task->peers, task->warmup);

    clock_values_t start = clocks();
    find_n(&push, pulls, items, task->peers, task->count);
    print_result(task->count, start);
    printf("}\n");
}
