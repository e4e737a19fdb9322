import { defaultTextMapSetter, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, Span as ApiSpan, Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { Span, SpanAttributes } from '../../../core/ports/span.js';

/** Reads and writes the headers `traceparent` and `tracestate`. */
export const TRACE_HEADERS = new W3CTraceContextPropagator();

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

  /** The headers that let whoever is called go on with the trace. */
  headers(): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {};
    TRACE_HEADERS.inject(this.context, headers, defaultTextMapSetter);
    return headers;
  }

  /** Only the code: messages and stacks belong into the log. */
  private fail(failure: unknown): void {
    const code = failure instanceof SourceFailure ? failure.code : 'INTERNAL_SERVER_ERROR';
    this.span.setAttribute('error.type', code);
    this.span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }
}
