package io.ticketsafe.app.demo;

/** What a first run prints: where to go, who to be, and five lines to paste. */
public final class DemoText {
    private DemoText() {}

    public static String of(Demo.Events events, String baseUrl) {
        return """
                accounts (password %s):
                  %s   sells as Demo Live      %s   sells for others as Demo Tickets
                  %s        scans for Demo Live     %s, %s   buy
                events on sale:
                  arena, 12,000 seats   %s/v1/events/%s
                  theatre               %s/v1/events/%s
                buy two tickets: paste these five lines one after the other
                %s
                """.formatted(
                        Demo.PASSWORD,
                        Demo.ORGANIZER,
                        Demo.AGENCY,
                        Demo.GATE,
                        Demo.ANA,
                        Demo.BRUNO,
                        baseUrl,
                        events.arena(),
                        baseUrl,
                        events.theatre(),
                        journey(events, baseUrl).strip());
    }

    /** POSIX shell, curl and sed; each line needs what the ones before it have set. */
    static String journey(Demo.Events events, String baseUrl) {
        return """
                TOKEN=$(curl -s BASE/v1/sessions -H 'Content-Type: application/json' -d '{"email":"EMAIL","password":"PASSWORD"}' | sed 's/.*"accessToken":"\\([^"]*\\).*/\\1/')
                HOLD=$(curl -s BASE/v1/events/EVENT/holds -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"best":{"quantity":2}}' | sed 's/^[^:]*:"\\([^"]*\\).*/\\1/'); echo "hold $HOLD"
                ORDER=$(curl -s BASE/v1/orders -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: order-$HOLD" -H 'Content-Type: application/json' -d "{\\"holdId\\":\\"$HOLD\\"}" | sed 's/^[^:]*:"\\([^"]*\\).*/\\1/'); echo "order $ORDER"
                curl -s BASE/v1/orders/$ORDER/payments -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: pay-$ORDER" -H 'Content-Type: application/json' -d '{"method":{"type":"card","token":"tok_approve"}}'; echo
                TICKET=$(curl -s BASE/v1/orders/$ORDER -H "Authorization: Bearer $TOKEN" | sed 's/.*"tickets":\\[{"id":"\\([^"]*\\).*/\\1/'); curl -s BASE/v1/tickets/$TICKET -H "Authorization: Bearer $TOKEN"; curl -s -o ticket.svg BASE/v1/tickets/$TICKET/code.svg -H "Authorization: Bearer $TOKEN" && echo && echo "the QR code is in ticket.svg"
                """.replace("BASE", baseUrl)
                .replace("EMAIL", Demo.ANA)
                .replace("PASSWORD", Demo.PASSWORD)
                .replace("EVENT", events.arena().toString());
    }
}
