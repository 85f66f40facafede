package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed to connect to postgresql://seller:s3cr%t@db:5432/x | Failed to connect to postgresql://***@db:5432/x",
                "redis://:pass@redis:6379 | redis://***@redis:6379",
                "Authorization: Bearer abc.def-ghi~x | Authorization: Bearer ***",
                "?user=a&password=hunter2&x=1 | ?user=a&password=***&x=1",
                "token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_ refused | token *** refused",
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA is old | *** is old",
                "code TS1.AAECAwQFBgcICQoLDA0ODw.c2lnbmF0dXJl | code ***",
                "Invalid API Key provided: sk_test_4eC39HqLyj | Invalid API Key provided: ***",
                "whsec_c2VjcmV0 and rk_live_1a2b | *** and ***",
                "pi_3Mtw_secret_YrKJ | pi_3Mtw_secret_***",
                "no such card: tok_chargeDeclined, pm_1Mtw | no such card: ***, ***",
                "Key (email)=(ana.souza+x@example.com.br) already exists | Key (email)=(***) already exists",
                "/v1/users?email=ana%40example.com | /v1/users?email=***",
            })
    void secretsAreMasked(String said, String written) {
        assertThat(Masks.masked(said)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tickets.orders.place.v1",
                "io.vertx.core.impl.ContextImpl@1a2b3c failed",
                "no token, no password: nothing to hide",
                "http://127.0.0.1:8080/v1/events",
                "0193a5c8-7f3e-7cc2-8d3a-4d1f0a2b3c4d",
                "{\"ticketsafe.status\":500,\"log.level\":\"INFO\"}",
            })
    void allElseIsLeftAlone(String said) {
        assertThat(Masks.masked(said)).isEqualTo(said);
    }
}
