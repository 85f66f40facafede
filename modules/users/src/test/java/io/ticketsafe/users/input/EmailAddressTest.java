package io.ticketsafe.users.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana@demo.test",
                "Ana.Silva+shows@Example.com.br",
                "o'brien@example.ie",
                "joão@exämple.com",
                "अजय@उदाहरण.भारत",
                "a@b.co",
                "x_1@sub-domain.example.org"
            })
    void plausible(String text) {
        assertThat(EmailAddress.parse(text)).map(EmailAddress::text).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ana",
                "@example.com",
                "ana@",
                "ana@example",
                "ana@@example.com",
                "ana@b@example.com",
                "a na@example.com",
                ".ana@example.com",
                "ana.@example.com",
                "a..na@example.com",
                "ana@example..com",
                "ana@-example.com",
                "ana@example-.com",
                "ana@.com",
                "ana@example.com.",
                "ana\u0000@example.com",
                "ana@exam\nple.com",
                "ana\u200b@example.com",
                "\ud83d@example.com",
                "<ana@example.com>"
            })
    void implausible(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }

    @Test
    void isNoLongerThanMailAllows() {
        String local = "a".repeat(64);
        String domain = ("b".repeat(60) + ".").repeat(3) + "com";
        assertThat(EmailAddress.parse(local + "@" + domain)).isPresent();
        assertThat(EmailAddress.parse("a" + local + "@" + domain)).isEmpty();
        assertThat(EmailAddress.parse("a@" + ("b".repeat(60) + ".").repeat(5) + "com"))
                .isEmpty();
        assertThat(EmailAddress.parse("a".repeat(1_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Ana@Example.COM, ana@example.com",
        "JOÃO@example.com, joão@example.com",
        "joa\u0303o@example.com, joão@example.com"
    })
    void caseAndCompositionMakeNoDifference(String one, String other) {
        assertThat(EmailAddress.parse(one).orElseThrow().key())
                .isEqualTo(EmailAddress.parse(other).orElseThrow().key());
    }

    @Test
    void keepsWhatWasEnteredButBlanksAround() {
        assertThat(EmailAddress.parse(" Ana@Example.com "))
                .map(EmailAddress::text)
                .contains("Ana@Example.com");
    }
}
