package io.ticketsafe.common.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {
    private static final List<String> SEPARATORS = List.of("", "", "", " ", "-", "  ", " - ", "\u00a0", "\u2013", "\t");

    /** Text that does not go on with digits where a number begins or ends. */
    @Provide
    Arbitrary<String> textAround() {
        return Arbitraries.strings()
                .withChars("ghixyzÀé@.,:;/()[]{}_\"'\n0123456789 -")
                .ofMaxLength(30)
                .map(text -> text + List.of(".", ",", "x", "(", ":").get(Math.floorMod(text.hashCode(), 5)));
    }

    @Provide
    Arbitrary<String> cardNumbers() {
        return Arbitraries.integers()
                .between(13, 19)
                .flatMap(length -> Combinators.combine(
                                Arbitraries.strings()
                                        .numeric()
                                        .ofLength(length - 1)
                                        .filter(CardNumbersTest::mayBegin),
                                Arbitraries.of(SEPARATORS).list().ofSize(length))
                        .as((digits, between) -> {
                            String number = digits + checkDigit(digits);
                            return IntStream.range(0, length)
                                    .mapToObj(i -> number.charAt(i) + (i < length - 1 ? between.get(i) : ""))
                                    .collect(Collectors.joining());
                        }));
    }

    @Property
    void everyNumberIsFoundHoweverItIsWritten(
            @ForAll("textAround") String before,
            @ForAll("cardNumbers") String number,
            @ForAll("textAround") String after) {
        assertThat(CardNumbers.isIn(before + number + new StringBuilder(after).reverse()))
                .isTrue();
    }

    @Property
    void aWrongCheckDigitMakesNoNumber(
            @ForAll("cardNumbers") String number, @ForAll @IntRange(min = 1, max = 9) int off) {
        // Given
        int last = number.charAt(number.length() - 1) - '0';
        String wrong = number.substring(0, number.length() - 1) + (last + off) % 10;
        // When, then
        if (wrong.chars().filter(Character::isDigit).count() == wrong.length()) {
            assertThat(CardNumbers.isIn("no " + wrong)).isFalse();
        }
    }

    @Property
    void idsAndHashesAreNone(@ForAll long high, @ForAll long low, @ForAll long seed) {
        // Given
        UUID id = new UUID(high & ~0xf000L | 0x7000L, low & ~(0b11L << 62) | 0b10L << 62);
        String hash =
                new Random(seed).ints(64, 0, 16).mapToObj(Integer::toHexString).collect(Collectors.joining());
        // When, then
        assertThat(CardNumbers.isIn(id.toString())).isFalse();
        assertThat(CardNumbers.isIn("order-" + id + " of " + id)).isFalse();
        assertThat(CardNumbers.isIn("sha256:" + hash)).isFalse();
    }

    @Property
    void telephoneNumbersAreNone(
            @ForAll @IntRange(min = 11, max = 99) int area, @ForAll @IntRange(max = 99_999_999) int line) {
        String end = "%08d".formatted(line);
        assertThat(CardNumbers.isIn("+55 %d 9%s-%s".formatted(area, end.substring(0, 4), end.substring(4))))
                .isFalse();
        assertThat(CardNumbers.isIn("55%d9%s".formatted(area, end))).isFalse();
        assertThat(CardNumbers.isIn("call +55%d9%s or (%d) 9%s".formatted(area, end, area, end)))
                .isFalse();
    }

    @Property
    void timesAreNone(@ForAll @LongRange(min = 1_000_000_000_000L, max = 1_999_999_999_999L) long millis) {
        assertThat(CardNumbers.isIn("ana-" + millis + "@example.com")).isFalse();
        assertThat(CardNumbers.isIn("order " + millis + "000")).isFalse();
        assertThat(CardNumbers.isIn("nonce:" + millis + "000000")).isFalse();
    }

    @Property
    void listsOfSeatsAreNone(
            @ForAll @IntRange(min = 1, max = 60) int row, @ForAll @IntRange(min = 1, max = 990) int seat) {
        // Given
        String labels = IntStream.range(seat, seat + 9)
                .mapToObj(at -> "A-" + row + "-" + at)
                .collect(Collectors.joining(" "));
        String names = IntStream.range(seat, seat + 9).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        // When, then
        assertThat(CardNumbers.isIn(labels)).isFalse();
        assertThat(CardNumbers.isIn("row " + row + ", seats " + names)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "4242 4242 4242 4242",
                "4242-4242-4242-4242",
                "3782 822463 10005",
                "my card is 5555555555554444, thanks",
                "tok_4242424242424242",
                "row 12 4242 4242 4242 4242 until 12 28",
                "7 4242424242424242 123",
                "+4242 4242 4242 4242",
                "\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12\uff14\uff12",
                "4222222222222",
                "135412345678911",
                "5555555555554444",
                "6304000000000000000"
            })
    void numbersOfCardsAreFound(String text) {
        assertThat(CardNumbers.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "424242424242",
                "4242424242424241",
                "42424242424242424242424242",
                "4242\n4242\n4242\n4242",
                "2026-11-23T19:30:00.123456789Z",
                "10.000.000.000.000,00",
                "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
                "42424242-4242-4242-4242-424242424242"
            })
    void otherNumbersAreNot(String text) {
        assertThat(CardNumbers.isIn(text)).isFalse();
    }

    private static boolean mayBegin(String digits) {
        return !digits.startsWith("1") && !digits.startsWith("55");
    }

    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled / 10 + doubled % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
