package io.ticketsafe.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The members of an object.
 *
 * @param open whether other members are taken too
 */
record ObjectRule(Map<String, Schema> properties, List<String> required, boolean open, int least, int most)
        implements Schema.Rule {
    @Override
    public void check(JsonNode value, Pointer at, Violations out) {
        if (!value.isObject()) {
            return;
        }
        for (String name : required) {
            if (!value.has(name)) {
                out.add(at.member(name), "This member is required.");
            }
        }
        if (value.size() < least) {
            out.add(at, least == 1 ? "This must have a member." : "This must have at least " + least + " members.");
        }
        if (value.size() > most) {
            out.add(at, "This must have at most " + most + " members.");
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Schema schema = properties.get(member.getKey());
            Pointer place = at.member(member.getKey());
            if (schema != null) {
                schema.check(member.getValue(), place, out);
            } else if (open) {
                checkOther(member, place, out);
            } else {
                out.add(place, "This member is not known here.");
            }
        }
    }

    private static void checkOther(Map.Entry<String, JsonNode> member, Pointer place, Violations out) {
        if (!Texts.isStorable(member.getKey())) {
            out.add(place, Texts.NOT_STORABLE);
        }
        Texts.checkFreeForm(member.getValue(), place, out);
    }
}
