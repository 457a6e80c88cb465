#define _GNU_SOURCE
/* A function as a program without any library: keeps one connection to the Runtime API and echoes its events. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static char reply[65536];

/* Reads one reply with a Content-Length; returns where its body begins, ended by a zero byte. */
static char *receive(int connection) {
    size_t length = 0;
    for (;;) {
        ssize_t count = read(connection, reply + length, sizeof reply - 1 - length);
        if (count <= 0) {
            exit(1);
        }
        length += (size_t) count;
        reply[length] = 0;
        char *body = strstr(reply, "\r\n\r\n");
        char *field = strcasestr(reply, "content-length:");
        if (body && field && length >= (size_t) (body + 4 - reply) + strtoul(field + 15, NULL, 10)) {
            return body + 4;
        }
    }
}

int main(void) {
    char host[64], path[256], id[128], out[70000], answer[66000];
    int port, calls = 0;
    if (sscanf(getenv("AWS_LAMBDA_RUNTIME_API"), "%63[^:]:%d%255s", host, &port, path) != 3) {
        return 2;
    }
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short) port)};
    inet_pton(AF_INET, host, &address.sin_addr);
    if (connect(connection, (struct sockaddr *) &address, sizeof address) != 0) {
        return 3;
    }
    for (;;) {
        int length = snprintf(out, sizeof out, "GET %s/2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s:%d\r\n\r\n", path, host, port);
        if (write(connection, out, (size_t) length) != length) {
            return 4;
        }
        char *event = receive(connection);
        char *field = strcasestr(reply, "lambda-runtime-aws-request-id:");
        if (!field || sscanf(field + 30, " %127[^\r]", id) != 1) {
            return 5;
        }
        int size = snprintf(answer, sizeof answer, "{\"calls\":%d,\"event\":%s}", ++calls, event);
        length = snprintf(out, sizeof out, "POST %s/2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: %s:%d\r\nContent-Length: %d\r\n\r\n%s",
                path, id, host, port, size, answer);
        if (write(connection, out, (size_t) length) != length) {
            return 6;
        }
        receive(connection);
    }
}
