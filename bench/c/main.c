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

static const struct {
    const char *name;
    void (*run)(const task_t *);
} workloads[] = {
    {"push-pull", push_pull},     {"round-trip", round_trips},      {"fan-out", fan_out},        {"fan-in", fan_in},
    {"poll", poll_many},          {"proxy", proxy_throughput},      {"captured", captured_throughput}, {"proxy-trip", proxy_trips},
    {"blocked", blocked},
};

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
    for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++)
        if (strcmp(task.workload, workloads[i].name) == 0) {
            workloads[i].run(&task);
            return 0;
        }
    fprintf(stderr, "%s: no such workload\n", task.workload);
    return 2;
}
