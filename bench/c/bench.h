// The workloads of the benchmark in C, on libzmq alone: what every ratio is measured against.

#ifndef BENCH_H
#define BENCH_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

// The forms in which C sends and receives.
typedef enum {
    FORM_COPY, // zmq_send from a buffer, zmq_recv into one
    FORM_MSG,  // zmq_msg_t filled in place; the receiver looks at the message where it is
    FORM_DATA, // zmq_msg_init_data over the same bytes again and again, copied nowhere
} form_t;

// What one run is to do: the arguments of the command.
typedef struct {
    const char *workload;
    form_t form;
    const char *transport;
    size_t size;
    long warmup;
    long count;
    int peers;
} task_t;

// One end of a pattern, and the bytes that it sends or receives into.
typedef struct {
    void *socket;
    form_t form;
    size_t size;
    char *buffer;
    int routed; // receives the name of a peer before each message
} end_t;

// Each ends the process over what should not fail.
void check(int ok, const char *what);

// What a run has taken so far, in nanoseconds.
typedef struct {
    int64_t time;
    int64_t cpu; // of all threads, in the program and in the system
} clock_values_t;

int64_t now(void); // nanoseconds
clock_values_t clocks(void);

// print_result prints what has passed since a start, without the brace at the end.
void print_result(long count, clock_values_t start);

void start_thread(pthread_t *thread, void *(*run)(void *), void *argument);

void *open_context(int sockets);
end_t open_end(void *context, int type, const task_t *task);
void bind_end(end_t *end, const char *transport, char *endpoint, size_t size);
void connect_end(end_t *end, const char *endpoint);
void set_int(end_t *end, int option, int value);

// send_n and recv_n carry n messages of the end's size. recv_size receives one message of any size.
void send_n(end_t *end, long n);
void recv_n(end_t *end, long n);
size_t recv_size(end_t *end);

// stream measures messages from some sockets, which send in turn, to another.
void stream(end_t *from, int senders, end_t *to, const task_t *task);

// trips measures requests and replies between two sockets.
void trips(end_t *req, end_t *rep, const task_t *task);

// open_pulls opens the sockets that a sender is connected to, over inproc.
end_t *open_pulls(void *context, end_t *push, const task_t *task);

// The workloads. What they have opened ends with the process.
void push_pull(const task_t *task);
void round_trips(const task_t *task);
void fan_out(const task_t *task);
void fan_in(const task_t *task);
void poll_many(const task_t *task);
void proxy_throughput(const task_t *task);
void captured_throughput(const task_t *task);
void proxy_trips(const task_t *task);
void blocked(const task_t *task);

#endif
