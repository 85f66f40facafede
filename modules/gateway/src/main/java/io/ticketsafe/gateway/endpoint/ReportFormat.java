package io.ticketsafe.gateway.endpoint;

import io.ticketsafe.contract.FaultCode;
import io.ticketsafe.contract.ServiceFault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** How a report is wanted, by Accept (RFC 9110, 12.5.1). JSON where nothing is said, or nothing that there is. */
enum ReportFormat {
    JSON("application/json"),
    CSV("text/csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    SVG("image/svg+xml");

    private static final int LONGEST_HEADER = 1000;

    private final String mediaType;

    ReportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** @throws ServiceFault NOT_IMPLEMENTED for what the contract only promises */
    static ReportFormat of(HttpServerRequest request) {
        ReportFormat format = wanted(request.headers().get(HttpHeaders.ACCEPT));
        if (format == XLSX || format == SVG) {
            throw new ServiceFault(FaultCode.NOT_IMPLEMENTED, "Reports come as JSON or CSV for now.");
        }
        return format;
    }

    static ReportFormat wanted(String accept) {
        if (accept == null || accept.length() > LONGEST_HEADER) {
            return JSON;
        }
        ReportFormat best = JSON;
        double bestQuality = 0;
        for (String range : accept.split(",")) {
            String[] parts = range.split(";", -1);
            ReportFormat format = named(parts[0].strip().toLowerCase(Locale.ROOT));
            double quality = qualityOf(parts);
            if (format != null && quality > bestQuality) {
                best = format;
                bestQuality = quality;
            }
        }
        return best;
    }

    private static ReportFormat named(String range) {
        for (ReportFormat format : values()) {
            if (format.mediaType.equals(range)) {
                return format;
            }
        }
        return switch (range) {
            case "*/*", "application/*" -> JSON;
            case "text/*" -> CSV;
            default -> null;
        };
    }

    private static double qualityOf(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException malformed) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
