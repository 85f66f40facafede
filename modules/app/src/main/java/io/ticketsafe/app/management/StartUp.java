package io.ticketsafe.app.management;

import io.vertx.core.json.JsonObject;

/** How far the start of this process has come. */
public final class StartUp {
    private volatile String step = "process";
    private volatile boolean done;

    /** @param next what is being done now, e.g. {@code migrations} */
    public void enter(String next) {
        step = next;
    }

    public void complete() {
        done = true;
    }

    /** From now on {@code /health/ready} says no, so that no new work comes. */
    public void stopping() {
        step = "stopping";
        done = false;
    }

    public boolean isDone() {
        return done;
    }

    JsonObject toJson() {
        return done
                ? new JsonObject().put("status", "UP")
                : new JsonObject().put("status", "DOWN").put("step", step);
    }
}
