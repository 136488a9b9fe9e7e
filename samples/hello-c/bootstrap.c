// A custom runtime in C: one static program, one connection, no library but libc.
#define _GNU_SOURCE // asprintf
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

#define BASE "/2018-06-01/runtime/invocation"

struct reply {
    char request_id[64];
    long long deadline_ms;
    size_t length;
    char *body; // length bytes, the caller's to free
};

static FILE *api;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void connect_to(const char *address)
{
    char host[64];
    int port;
    if (address == NULL || sscanf(address, "%63[^:]:%d", host, &port) != 2) {
        fputs("AWS_LAMBDA_RUNTIME_API must be host:port\n", stderr);
        exit(1);
    }

    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (inet_pton(AF_INET, host, &at.sin_addr) != 1 || connect(connection, (struct sockaddr *)&at, sizeof at) != 0
        || (api = fdopen(connection, "r+")) == NULL) {
        fail("connect");
    }
}

// Between reading and writing one stream C wants a seek, and a socket has none: requests bypass the stream.
static void send_all(const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fileno(api), bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            fail("send");
        }

        bytes += sent;
        length -= (size_t)sent;
    }
}

static struct reply read_reply(void)
{
    struct reply reply = { 0 };
    char line[16384];
    while (fgets(line, sizeof line, api) != NULL && strcmp(line, "\r\n") != 0) {
        if (strncasecmp(line, "content-length:", 15) == 0) {
            reply.length = strtoul(line + 15, NULL, 10);
        } else if (strncasecmp(line, "lambda-runtime-aws-request-id:", 30) == 0) {
            sscanf(line + 30, " %63s", reply.request_id);
        } else if (strncasecmp(line, "lambda-runtime-deadline-ms:", 27) == 0) {
            reply.deadline_ms = strtoll(line + 27, NULL, 10);
        }
    }

    reply.body = malloc(reply.length + 1);
    if (reply.body == NULL || fread(reply.body, 1, reply.length, api) != reply.length || feof(api)) {
        fail("read");
    }

    reply.body[reply.length] = '\0';
    return reply;
}

static void answer(const struct reply *event, int count)
{
    char *json, *request;
    int json_length = asprintf(
        &json, "{\"message\":\"Hello from C\",\"count\":%d,\"requestId\":\"%s\",\"event\":%s}", count, event->request_id, event->body);
    if (json_length < 0) {
        fail("asprintf");
    }

    // Head and body leave together: a second small packet would wait for the first one's acknowledgement.
    int request_length = asprintf(
        &request, "POST " BASE "/%s/response HTTP/1.1\r\nHost: runtime\r\nContent-Length: %d\r\n\r\n%s",
        event->request_id, json_length, json);
    if (request_length < 0) {
        fail("asprintf");
    }

    send_all(request, (size_t)request_length);
    free(request);
    free(json);
    free(read_reply().body);
}

int main(void)
{
    static const char next[] = "GET " BASE "/next HTTP/1.1\r\nHost: runtime\r\n\r\n";
    setvbuf(stdout, NULL, _IOLBF, 0);
    connect_to(getenv("AWS_LAMBDA_RUNTIME_API"));
    for (int count = 1;; count++) {
        send_all(next, sizeof next - 1);
        struct reply event = read_reply();
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        const char *name = getenv("AWS_LAMBDA_FUNCTION_NAME");
        printf("call %d of %s, %lld ms left\n", count, name != NULL ? name : "?",
            event.deadline_ms - (now.tv_sec * 1000LL + now.tv_nsec / 1000000));
        answer(&event, count);
        free(event.body);
    }
}
