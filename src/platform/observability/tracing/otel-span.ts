import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, Span as ApiSpan, Tracer } from '@opentelemetry/api';
import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { Span, SpanAttributes } from '../../../core/ports/span.js';

/** A span of OpenTelemetry behind the port the core knows. */
export class OtelSpan implements Span {
  private readonly context: Context;

  constructor(
    private readonly tracer: Tracer,
    readonly span: ApiSpan,
  ) {
    this.context = trace.setSpan(ROOT_CONTEXT, span);
  }

  child(name: string, attributes: SpanAttributes = {}): Span {
    return this.part(name, attributes, SpanKind.INTERNAL);
  }

  part(name: string, attributes: SpanAttributes, kind: SpanKind): OtelSpan {
    return new OtelSpan(
      this.tracer,
      this.tracer.startSpan(name, { attributes: { ...attributes }, kind }, this.context),
    );
  }

  end(failure?: unknown): void {
    if (failure !== undefined) this.fail(failure);
    this.span.end();
  }

  /** The header that lets whoever is called go on with the trace. */
  traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  /** Only the code: messages and stacks belong into the log. */
  private fail(failure: unknown): void {
    const code = failure instanceof SourceFailure ? failure.code : 'INTERNAL_SERVER_ERROR';
    this.span.setAttribute('error.type', code);
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }
}
