package io.wirelink.portmap;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a document, without its attributes.
 *
 * @param name its name, without a prefix
 * @param text what stands in it beside other elements
 * @param children the elements in it
 */
record XmlElement(String name, String text, List<XmlElement> children) {

  /** Keeps a copy. */
  XmlElement {
    children = List.copyOf(children);
  }

  /** All of this name, this one and those in it, in the order of the document. */
  Stream<XmlElement> all(String wanted) {
    Stream<XmlElement> below = children.stream().flatMap(child -> child.all(wanted));
    return name.equals(wanted) ? Stream.concat(Stream.of(this), below) : below;
  }

  /** The text of the first of this name. */
  Optional<String> first(String wanted) {
    return all(wanted).map(XmlElement::text).findFirst();
  }
}
