//zmqgen:piece bridge_ctx_get
//zmqgen:needs zmq_ctx_get
//zmqgen:conduct returns
// An option's value can be -1, which also means failure. A failing call beforehand sets libzmq's error
// number to a known value, which a success leaves unchanged.
static inline int bridge_ctx_get(uintptr_t context, int option, int *value) {
    *value = zmq_ctx_get((void *)context, option);
    if (*value >= 0)
        return 0;
    if (context == 0)
        return -EFAULT;
    zmq_ctx_get(NULL, option);
    *value = zmq_ctx_get((void *)context, option);
    return *value < 0 && zmq_errno() != EFAULT ? -zmq_errno() : 0;
}
