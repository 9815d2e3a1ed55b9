package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.wirelink.agent.AgentView;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Lets all who get the same view of an agent have the same page of it too, so that it is rendered
 * once for each view and format, however many ask.
 */
final class SharedPage {

  private final SharedView view;
  private final Function<AgentView, MetricSnapshots> metrics;
  private final Map<Format, Rendered> last = new EnumMap<>(Format.class);

  /** A page that is being rendered, or was. */
  private record Rendered(AgentView view, FutureTask<Page> page) {}

  /** A page of these metrics that nobody has looked at yet. */
  SharedPage(SharedView view, Function<AgentView, MetricSnapshots> metrics) {
    this.view = view;
    this.metrics = metrics;
  }

  /**
   * The page, as old as the view.
   *
   * @throws ExecutionException if the agent does not answer
   */
  Page get(Format format) throws InterruptedException, ExecutionException {
    FutureTask<Page> page = page(view.get(), format);
    page.run(); // does nothing if somebody else has begun with it
    return page.get();
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the very same is the question.
  private synchronized FutureTask<Page> page(AgentView now, Format format) {
    Rendered rendered = last.get(format);
    if (rendered == null || rendered.view() != now) {
      rendered = new Rendered(now, new FutureTask<>(() -> format.page(metrics.apply(now))));
      last.put(format, rendered);
    }
    return rendered.page();
  }
}
