package io.wirelink.control;

import static io.wirelink.control.ControlException.Kind.PARAMETER;

import io.wirelink.agent.AgentView;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.AttributeWords;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which facts are wanted.
 *
 * @param subject whom they are about; null for anybody
 * @param attributes what they say
 * @param source who says them; null for anybody
 */
public record FactFilter(
    @Nullable PublicKey subject, Set<Attribute> attributes, @Nullable Source source) {
  public static final String PEER = "peer";
  public static final String ATTRIBUTE = "attribute";
  public static final String SOURCE = "source";

  /** The parameters of a request that make a filter. */
  static final List<String> PARAMETERS = List.of(PEER, ATTRIBUTE, SOURCE);

  /**
   * The filter that a request describes.
   *
   * @param view tells the names of peers
   * @throws ControlException if a word means nothing
   */
  static FactFilter of(ControlParameters parameters, AgentView view) throws ControlException {
    String peer = parameters.texts().get(PEER);
    String attribute = parameters.texts().get(ATTRIBUTE);
    String source = parameters.texts().get(SOURCE);
    try {
      return new FactFilter(
          peer == null ? null : PeerChoice.keyOrKnown(view, peer),
          attribute == null ? EnumSet.allOf(Attribute.class) : AttributeWords.parse(attribute),
          source == null ? null : source(view, source));
    } catch (IllegalArgumentException e) {
      throw new ControlException(PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private static Source source(AgentView view, String word) throws ControlException {
    if (word.equals(FactJson.LOCAL)) {
      return Source.LOCAL;
    }
    if (word.equals(FactJson.MEMORY)) {
      return Source.MEMORY;
    }
    PublicKey key = PeerChoice.keyOrKnown(view, word);
    return key.equals(view.self()) ? Source.LOCAL : new Source.Peer(key);
  }

  /** Whether a fact of a source is wanted. */
  boolean wants(Fact fact, Source from) {
    return (subject == null || subject.equals(fact.subject()))
        && attributes.contains(fact.attribute())
        && (source == null || source.equals(from));
  }

  /**
   * Whether something that was rejected as a whole is wanted: it is about nobody, and says nothing
   * that could be an attribute.
   *
   * @param from who said it; null if that is not known
   */
  boolean wantsPacket(@Nullable Source from) {
    return subject == null
        && attributes.size() == Attribute.values().length
        && (source == null || source.equals(from));
  }
}
