package io.ticketsafe.gateway.schema;

/**
 * Where a value stands in a request. A chain of steps that becomes text only when something is wrong there.
 *
 * @param name member of an object, or null for an item of a list
 */
public record Pointer(Pointer parent, String name, int index) {
    public static final Pointer BODY = new Pointer(null, "", 0);

    /** A place outside the body, such as {@code query/limit}. */
    public static Pointer outside(String place) {
        return new Pointer(null, place, 0);
    }

    Pointer member(String member) {
        return new Pointer(this, member, 0);
    }

    Pointer item(int position) {
        return new Pointer(this, null, position);
    }

    /** As RFC 6901 writes it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text);
        return text.toString();
    }

    private void append(StringBuilder text) {
        if (parent == null) {
            text.append(name);
            return;
        }
        parent.append(text);
        text.append('/');
        if (name == null) {
            text.append(index);
        } else {
            text.append(name.replace("~", "~0").replace("/", "~1"));
        }
    }
}
