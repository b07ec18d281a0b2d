//zmqgen:piece bridge_fd_t
// bridge_fd_t is a descriptor: on Windows a SOCKET, under another name because zmq.h does not always
// declare it.
#ifdef _WIN32
typedef uintptr_t bridge_fd_t;
#else
typedef int bridge_fd_t;
#endif
