//zmqgen:piece bridge_keep
//zmqgen:conduct returns
// bridge_kept_t is memory that is kept until the program ends. The list makes it reachable for leak
// detectors.
typedef struct bridge_kept_t {
    struct bridge_kept_t *next;
    char data[];
} bridge_kept_t;

static inline char *bridge_keep(const char *data, size_t size) {
    static bridge_kept_t *list;
    bridge_kept_t *kept = malloc(sizeof *kept + size);
    if (kept == NULL)
        return NULL;
    memcpy(kept->data, data, size);
    kept->next = __atomic_load_n(&list, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&list, &kept->next, kept, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        ;
    return kept->data;
}

//zmqgen:piece bridge_connect_peer
//zmqgen:needs zmq_connect_peer
//zmqgen:conduct returns
static inline int bridge_connect_peer(uintptr_t s, const char *addr, uint32_t *routing_id) {
    if (!zmq_connect_peer)
        return -ENOTSUP;
    *routing_id = zmq_connect_peer((void *)s, addr);
    return *routing_id == 0 ? -zmq_errno() : 0;
}
