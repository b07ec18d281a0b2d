/* zmq_ppoll of later releases takes a pointer to a set of signals, and only that. */
#ifndef ZMQGEN_SIGNAL_H
#define ZMQGEN_SIGNAL_H
typedef struct zmqgen_sigset {
    unsigned long bits[16];
} sigset_t;
#endif
