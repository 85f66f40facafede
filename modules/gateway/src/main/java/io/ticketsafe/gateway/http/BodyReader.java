package io.ticketsafe.gateway.http;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.time.Duration;

/**
 * Reads whole bodies, up to a limit and within a time. What a refused request still sends is thrown away so that its
 * sender sees the answer, but not for ever.
 */
final class BodyReader {
    private static final int MOST_DISCARDED = 32 * 1024 * 1024;
    private static final int FIRST_CAPACITY = 16 * 1024;
    private static final ServiceFault UNREADABLE = ServiceFault.invalid("", "The body cannot be read.");

    private final Vertx vertx;
    private final Duration patience;

    BodyReader(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** Fails with BODY_TOO_LARGE, with VALIDATION after too long a time, or with the connection. */
    Future<Buffer> read(HttpServerRequest request, int limit) {
        long declared = declaredLength(request);
        if (declared > limit) {
            discard(request);
            return Future.failedFuture(tooLarge(limit));
        }
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer((int) Math.max(0, Math.min(declared, FIRST_CAPACITY)));
        long timer = vertx.setTimer(
                patience.toMillis(), late -> whole.tryFail(ServiceFault.invalid("", "The body did not come in time.")));
        request.handler(chunk -> {
            if (read.length() + chunk.length() > limit) {
                discard(request);
                whole.tryFail(tooLarge(limit));
            } else {
                read.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> whole.tryComplete(read));
        request.exceptionHandler(failure -> whole.tryFail(hasGone(failure) ? failure : UNREADABLE));
        return whole.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Lets the rest of a body run into nothing; a sender without an end loses the connection. */
    static void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long[] discarded = {0};
        request.exceptionHandler(gone -> {});
        request.handler(chunk -> {
            discarded[0] += chunk.length();
            if (discarded[0] > MOST_DISCARDED) {
                request.connection().close();
            }
        });
        request.resume();
    }

    /** Whether the caller went away, so that nobody is left to answer. */
    static boolean hasGone(Throwable failure) {
        return failure instanceof HttpClosedException || failure instanceof StreamResetException;
    }

    static boolean hasBody(HttpServerRequest request) {
        return declaredLength(request) > 0
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || isOpenStream(request);
    }

    /** HTTP/2 needs no length: the stream simply has not ended. */
    private static boolean isOpenStream(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && !request.isEnded()
                && !request.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }

    private static ServiceFault tooLarge(int limit) {
        return new ServiceFault(FaultCode.BODY_TOO_LARGE, "The body may have at most " + limit + " bytes.")
                .with("limitBytes", limit);
    }
}
