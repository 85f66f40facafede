package io.ticketsafe.common.bus;

import io.ticketsafe.contract.BusOperation;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Questions to other processes that are not answered yet and may be asked again. */
final class Underway {
    private final Set<Question<?, ?>> questions = ConcurrentHashMap.newKeySet();

    /** Asks, and remembers the question until it is answered. */
    <R> Future<R> ask(Question<?, R> question) {
        questions.add(question);
        return question.ask().onComplete(answered -> questions.remove(question));
    }

    /** Which process a question went to nobody knows, so all are asked again: that is harmless, and none waits in vain. */
    int askAgain() {
        int asked = 0;
        for (Question<?, ?> question : questions) {
            question.again();
            asked++;
        }
        return asked;
    }

    static boolean mayRepeat(BusOperation<?, ?> operation, String idempotencyKey) {
        return switch (operation.repeat()) {
            case ALWAYS -> true;
            case WITH_KEY -> idempotencyKey != null;
            case NEVER -> false;
        };
    }
}
