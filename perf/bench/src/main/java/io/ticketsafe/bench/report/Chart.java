package io.ticketsafe.bench.report;

import io.ticketsafe.bench.Entrant;
import io.ticketsafe.bench.Shape;
import java.util.List;
import java.util.Locale;

/** Bars, one per contender, grouped by shape, each with its requests per second. */
final class Chart {
    private static final int WIDTH = 860;
    private static final int LEFT = 270;
    private static final int BAR = 18;
    private static final int GAP = 6;
    private static final int HEAD = 34;
    private static final int TOP = 44;
    private static final int ROOM_FOR_TEXT = 170;

    private Chart() {}

    static String of(List<Summary> all, String subtitle) {
        double most = all.stream().mapToDouble(Summary::perSecond).max().orElse(1);
        StringBuilder bars = new StringBuilder();
        int y = TOP;
        for (Shape shape : Shape.values()) {
            List<Summary> own = all.stream().filter(one -> one.shape() == shape).toList();
            if (own.isEmpty()) {
                continue;
            }
            y += HEAD;
            text(bars, 16, y - 10, "font-weight=\"bold\"", shape.title());
            for (Summary one : own) {
                bar(bars, y, one, most);
                y += BAR + GAP;
            }
        }
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n",
                WIDTH,
                y + 16));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        text(svg, 16, 24, "font-size=\"16\" font-weight=\"bold\"", "Holds per second");
        text(svg, 16, 44, "fill=\"#555\"", subtitle);
        return svg.append(bars).append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, int y, Summary one, double most) {
        double width = Math.max(1, one.perSecond() / most * (WIDTH - LEFT - ROOM_FOR_TEXT));
        boolean floor = one.entrant() != Entrant.ONE && one.entrant() != Entrant.TWO;
        text(svg, 24, y + BAR - 5, "", one.entrant().title());
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                LEFT,
                y,
                width,
                BAR,
                floor ? "#b8bec8" : "#2563eb"));
        String share = Double.isNaN(one.ofFloor()) ? "" : String.format(Locale.ROOT, " (%.0f %%)", one.ofFloor() * 100);
        text(
                svg,
                (int) (LEFT + width + 8),
                y + BAR - 5,
                "",
                String.format(Locale.ROOT, "%,.0f", one.perSecond()) + share);
    }

    private static void text(StringBuilder svg, int x, int y, String attributes, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" %s>%s</text>%n", x, y, attributes, safe));
    }
}
