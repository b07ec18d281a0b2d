/* A socket is an unsigned integer as wide as a pointer. */
#ifndef ZMQGEN_WINSOCK2_H
#define ZMQGEN_WINSOCK2_H
typedef __SIZE_TYPE__ SOCKET;
#endif
