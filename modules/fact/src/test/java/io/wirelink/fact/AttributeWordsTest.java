package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The words that people use for attributes. */
class AttributeWordsTest {

  @Test
  void everyNameThatIsShownIsUnderstood() {
    for (Attribute attribute : Attribute.values()) {
      assertEquals(Set.of(attribute), AttributeWords.parse("" + attribute.letter()));
      assertTrue(AttributeWords.parse(FactNames.of(attribute)).contains(attribute));
      assertTrue(AttributeWords.parse(AttributeWords.shown(attribute)).contains(attribute));
    }
    assertEquals(Set.of(Attribute.ENDPOINT_V4), AttributeWords.parse("EndpointV4"));
    assertEquals(
        Set.of(Attribute.ALLOWED_CIDR_V4, Attribute.ALLOWED_CIDR_V6),
        AttributeWords.parse("allowedips"));
  }

  @Test
  void aLetterIsOneOfTheWireInItsCase() {
    assertEquals(Set.of(Attribute.ENDPOINT_V6), AttributeWords.parse("E"));
    assertThrows(IllegalArgumentException.class, () -> AttributeWords.parse(""));
    assertThrows(IllegalArgumentException.class, () -> AttributeWords.parse("z"));
  }
}
