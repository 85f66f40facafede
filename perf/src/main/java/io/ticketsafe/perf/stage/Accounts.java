package io.ticketsafe.perf.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Users who registered and logged in for this run. Their tokens are renewed while it goes on. */
public final class Accounts {
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);
    private static final int RENEW_EVERY_SECONDS = 20;

    private final Api api;
    private final ScheduledExecutorService renewal;
    private final List<Account> all = new CopyOnWriteArrayList<>();
    private final String password = "perf " + HexFormat.of().formatHex(new SecureRandom().generateSeed(12));

    public Accounts(Api api) {
        this.api = api;
        renewal = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "token renewal");
            thread.setDaemon(true);
            return thread;
        });
        renewal.scheduleWithFixedDelay(this::renew, RENEW_EVERY_SECONDS, RENEW_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** @param who begins the address */
    public Account open(String who, String name) {
        String email = who + "-" + UUID.randomUUID() + "@perf.test";
        api.post(
                null,
                "/v1/users",
                Api.JSON
                        .createObjectNode()
                        .put("email", email)
                        .put("password", password)
                        .put("name", name));
        Account account = new Account(email);
        account.take(api.post(
                null,
                "/v1/sessions",
                Api.JSON.createObjectNode().put("email", email).put("password", password)));
        all.add(account);
        return account;
    }

    /** Ends all sessions, so that no token outlives the run. */
    public void logOut() {
        renewal.shutdownNow();
        for (Account account : all) {
            try {
                api.delete(account.token, "/v1/sessions/current");
            } catch (RuntimeException e) {
                System.err.println("logging out: " + e.getMessage());
            }
        }
    }

    private void renew() {
        for (Account account : all) {
            if (Instant.now().isAfter(account.renewAt)) {
                try {
                    account.take(api.post(
                            null,
                            "/v1/sessions/refresh",
                            Api.JSON.createObjectNode().put("refreshToken", account.refreshToken)));
                } catch (RuntimeException e) {
                    System.err.println("renewing a token: " + e.getMessage());
                }
            }
        }
    }

    /** Somebody who is logged in. */
    public static final class Account {
        private final String email;
        private volatile String token;
        private volatile String refreshToken;
        private volatile Instant renewAt;

        private Account(String email) {
            this.email = email;
        }

        public String email() {
            return email;
        }

        /** An access token that is good now. */
        public String token() {
            return token;
        }

        private void take(JsonNode session) {
            Duration lives = Duration.ofSeconds(session.get("expiresIn").asLong());
            Duration used = lives.compareTo(RENEWED_BEFORE_END.multipliedBy(2)) > 0
                    ? lives.minus(RENEWED_BEFORE_END)
                    : lives.dividedBy(2);
            refreshToken = session.get("refreshToken").asText();
            token = session.get("accessToken").asText();
            renewAt = Instant.now().plus(used);
        }
    }
}
