//zmqgen:piece bridge_ctx_get
//zmqgen:needs zmq_ctx_get
//zmqgen:conduct returns
// An option's value may be -1, which also stands for a failure. A failing call beforehand puts a known
// number where libzmq keeps its error, so that a success shows by leaving it alone.
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
