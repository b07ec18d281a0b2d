//zmqgen:piece bridge_fd_t
// bridge_fd_t is a descriptor: a SOCKET by another name on Windows, for zmq.h does not always declare that one.
#ifdef _WIN32
typedef uintptr_t bridge_fd_t;
#else
typedef int bridge_fd_t;
#endif
