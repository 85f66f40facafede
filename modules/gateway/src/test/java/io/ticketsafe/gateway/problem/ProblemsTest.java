package io.ticketsafe.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.ticketsafe.gateway.http.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
    private final ProblemTexts texts = new ProblemTexts();
    private final Problems problems = new Problems(texts);

    @Test
    void tellsEverythingThatTheFaultSays() {
        ServiceFault fault = new ServiceFault(FaultCode.SEATS_TAKEN, "Somebody was faster.")
                .with("seats", new JsonArray(List.of("A-1-1")));

        Answer answer = problems.answer(fault, null, false);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject()
                        .put("type", "/problems/seats-taken")
                        .put("title", "Seats taken")
                        .put("status", 409)
                        .put("detail", "Somebody was faster.")
                        .put("code", "SEATS_TAKEN")
                        .put("seats", new JsonArray(List.of("A-1-1"))));
    }

    @Test
    void membersCannotPassForItsOwn() {
        ServiceFault fault =
                new ServiceFault(FaultCode.NOT_FOUND, "x").with("status", 200).with("code", "OK");

        JsonObject document = new JsonObject(problems.answer(fault, null, false).body());

        assertThat(document.getInteger("status")).isEqualTo(404);
        assertThat(document.getString("code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void aValidationAlwaysNamesAPlace() {
        ServiceFault vague = new ServiceFault(FaultCode.VALIDATION, "Something is wrong.");

        JsonObject document = new JsonObject(problems.answer(vague, null, false).body());

        assertThat(document.getJsonArray("errors").getJsonObject(0))
                .isEqualTo(new JsonObject().put("pointer", "").put("detail", "Something is wrong."));
    }

    @Test
    void saysWhenToComeBack() {
        Answer answer = problems.answer(ServiceFault.unavailable("x", Duration.ofSeconds(7)), null, false);

        assertThat(header(answer, "Retry-After")).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"false, Bearer realm=\"ticketsafe\"", "true, 'Bearer realm=\"ticketsafe\", error=\"invalid_token\"'"})
    void saysHowToAuthenticate(boolean tokenSent, String challenge) {
        Answer answer = problems.answer(new ServiceFault(FaultCode.UNAUTHENTICATED, "x"), null, tokenSent);

        assertThat(header(answer, "WWW-Authenticate")).isEqualTo(challenge);
    }

    @ParameterizedTest
    @CsvSource({
        "pt-BR, pt",
        "'pt;q=0.9, en;q=0.8', pt",
        "'de, en;q=0.5, pt;q=0.9', pt",
        "de, en",
        "*, en",
        "'!!;q=x', en",
        "'en-US,en;q=0.9', en"
    })
    void speaksTheCallersLanguage(String acceptLanguage, String language) {
        assertThat(texts.languageFor(acceptLanguage)).isEqualTo(language);
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void everyCodeHasATitleInEveryLanguageAndAMeaning(FaultCode code) {
        assertThat(texts.title(code, "en")).isNotBlank();
        assertThat(texts.title(code, "pt")).isNotBlank().isNotEqualTo(texts.title(code, "en"));
        assertThat(texts.meaning(code)).isNotBlank();
        assertThat(ProblemTexts.slug(code)).matches("[a-z-]+");
    }

    private static String header(Answer answer, String name) {
        return answer.header(name);
    }
}
