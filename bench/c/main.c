// One run: WORKLOAD FORM TRANSPORT SIZE WARMUP COUNT PEERS. The result is one line of JSON.

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static form_t form_of(const char *name) {
    if (strcmp(name, "msg") == 0)
        return FORM_MSG;
    if (strcmp(name, "data") == 0)
        return FORM_DATA;
    return FORM_COPY;
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: %s WORKLOAD FORM TRANSPORT SIZE WARMUP COUNT PEERS\n", argv[0]);
        return 2;
    }
    task_t task = {
        .workload = argv[1],
        .form = form_of(argv[2]),
        .transport = argv[3],
        .size = strtoul(argv[4], NULL, 10),
        .warmup = atol(argv[5]),
        .count = atol(argv[6]),
        .peers = atoi(argv[7]),
    };
    if (strcmp(task.workload, "push-pull") == 0)
        push_pull(&task);
    else if (strcmp(task.workload, "round-trip") == 0)
        round_trips(&task);
    else if (strcmp(task.workload, "fan-out") == 0)
        fan_out(&task);
    else if (strcmp(task.workload, "blocked") == 0)
        blocked(&task);
    else {
        fprintf(stderr, "%s: no such workload\n", task.workload);
        return 2;
    }
    return 0;
}
