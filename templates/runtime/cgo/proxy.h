//zmqgen:piece bridge_signals_t
// A signal would end a proxy with EINTR, and a paused one would forget that it is paused. The thread of a
// proxy therefore blocks signals, and the system delivers them to another thread.
#ifdef _WIN32
typedef int bridge_signals_t;
static inline void bridge_hold_signals(bridge_signals_t *held) { *held = 0; }
static inline void bridge_free_signals(bridge_signals_t *held) { (void)held; }
#else
#include <signal.h>
typedef sigset_t bridge_signals_t;
static inline void bridge_hold_signals(bridge_signals_t *held) {
    sigset_t all;
    sigfillset(&all);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGSEGV);
    pthread_sigmask(SIG_BLOCK, &all, held);
}
static inline void bridge_free_signals(bridge_signals_t *held) {
    pthread_sigmask(SIG_SETMASK, held, NULL);
}
#endif

//zmqgen:piece bridge_proxy
//zmqgen:needs bridge_signals_t zmq_proxy
//zmqgen:conduct blocks
static inline int bridge_proxy(uintptr_t frontend, uintptr_t backend, uintptr_t capture) {
    bridge_signals_t held;
    bridge_hold_signals(&held);
    int rc = zmq_proxy((void *)frontend, (void *)backend, (void *)capture);
    rc = rc < 0 ? -zmq_errno() : rc;
    bridge_free_signals(&held);
    return rc;
}

//zmqgen:piece bridge_proxy_steerable
//zmqgen:needs bridge_signals_t zmq_proxy_steerable
//zmqgen:conduct blocks
static inline int bridge_proxy_steerable(uintptr_t frontend, uintptr_t backend, uintptr_t capture, uintptr_t control) {
    bridge_signals_t held;
    bridge_hold_signals(&held);
    int rc = zmq_proxy_steerable((void *)frontend, (void *)backend, (void *)capture, (void *)control);
    rc = rc < 0 ? -zmq_errno() : rc;
    bridge_free_signals(&held);
    return rc;
}

//zmqgen:piece bridge_device
//zmqgen:needs bridge_signals_t zmq_device
//zmqgen:conduct blocks
// libzmq crashes if a device lacks one of its sockets.
static inline int bridge_device(int type, uintptr_t frontend, uintptr_t backend) {
    bridge_signals_t held;
    if (frontend == 0 || backend == 0)
        return -EFAULT;
    bridge_hold_signals(&held);
    int rc = zmq_device(type, (void *)frontend, (void *)backend);
    rc = rc < 0 ? -zmq_errno() : rc;
    bridge_free_signals(&held);
    return rc;
}
