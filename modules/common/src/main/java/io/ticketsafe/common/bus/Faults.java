package io.ticketsafe.common.bus;

import io.ticketsafe.contract.BusOperation;
import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refusals on the wire: a failed message whose text is the fault's JSON, since subclasses of ReplyException do not survive it. */
final class Faults {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SPARED = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** What is no refusal is a bug: logged here, and INTERNAL to the caller. */
    static ServiceFault of(Throwable failure, BusOperation<?, ?> operation, String requestId) {
        if (failure instanceof ServiceFault fault) {
            return fault;
        }
        log.atError()
                .setCause(failure)
                .addKeyValue("operation", operation.address())
                .addKeyValue("requestId", requestId)
                .log("operation failed");
        return new ServiceFault(FaultCode.INTERNAL, "Something went wrong here. It has been written down.");
    }

    static ReplyException toWire(ServiceFault fault) {
        return new ReplyException(
                ReplyFailure.RECIPIENT_FAILURE,
                fault.code().status(),
                fault.toJson().encode());
    }

    static ServiceFault fromWire(Throwable failure, String address) {
        if (failure instanceof ServiceFault fault) {
            return fault;
        }
        if (failure instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case RECIPIENT_FAILURE -> decode(reply, address);
                case NO_HANDLERS -> ServiceFault.unavailable("No service answers " + address + " right now.", SOON);
                case TIMEOUT -> late();
                case ERROR -> new ServiceFault(FaultCode.INTERNAL, "The message could not be delivered.");
            };
        }
        return failure instanceof OpenCircuitException
                ? ServiceFault.unavailable("The service behind " + address + " does not answer right now.", SPARED)
                : ServiceFault.unavailable("The event bus cannot be reached.", SOON);
    }

    static ServiceFault late() {
        return ServiceFault.unavailable("No answer came in time.", SOON);
    }

    /** A refusal is an answer. */
    static boolean isNoAnswer(Throwable failure) {
        return failure instanceof ReplyException reply
                && (reply.failureType() == ReplyFailure.TIMEOUT || reply.failureType() == ReplyFailure.NO_HANDLERS);
    }

    private static ServiceFault decode(ReplyException reply, String address) {
        try {
            return ServiceFault.fromJson(new JsonObject(reply.getMessage()));
        } catch (DecodeException | IllegalArgumentException | NullPointerException foreign) {
            return new ServiceFault(FaultCode.INTERNAL, address + " failed.");
        }
    }
}
