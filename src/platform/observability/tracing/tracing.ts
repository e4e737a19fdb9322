import type { IncomingHttpHeaders } from 'node:http';
import { defaultTextMapGetter, diag, DiagLogLevel, ROOT_CONTEXT } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Server } from '../../../core/model/server.js';
import type { OtlpConfig } from '../../config/gateway-config.js';
import type { UpstreamObserver } from '../../http/upstream-observer.js';
import type { Log } from '../log.js';
import type { RequestRecord } from '../../request/request-record.js';
import { OtelSpan, TRACE_HEADERS } from './otel-span.js';

const NAME = 'veeam-graphql-gateway';
const MINUTE = 60_000;

/** Traces requests and sends them away by OTLP. Loaded only where that is configured. */
export class Tracing {
  private readonly provider: NodeTracerProvider;
  private readonly tracer: Tracer;

  constructor(
    private readonly config: OtlpConfig,
    log: Log,
  ) {
    logExportFailures(log);
    const headers = Object.fromEntries(
      Object.entries(config.headers).map(([name, value]) => [name, value.reveal()]),
    );
    this.provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.name': NAME }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.sampleRatio) }),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: config.endpoint, headers }))],
    });
    this.tracer = this.provider.getTracer(NAME);
  }

  /** Begins the span of a request, within the trace its client is in, if any. */
  begin(headers: IncomingHttpHeaders): OtelSpan {
    const client = TRACE_HEADERS.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    return new OtelSpan(this.tracer, this.tracer.startSpan('graphql', { kind: SpanKind.SERVER }, client));
  }

  /** Ends the span of a request with what came of it. */
  readonly end = (record: RequestRecord, status: number): void => {
    if (!(record.span instanceof OtelSpan)) return;
    const { span } = record.span;
    const { operation, troubles, upstreamCalls, id } = record;
    if (operation) {
      span.updateName([operation.kind, operation.name].filter(Boolean).join(' '));
      span.setAttributes({
        'graphql.operation.type': operation.kind,
        ...(operation.name !== null && { 'graphql.operation.name': operation.name }),
        'graphql.document.hash': operation.hash,
      });
    }
    span.setAttributes({
      'http.response.status_code': status,
      'gateway.request.id': id,
      'gateway.upstream_calls': upstreamCalls,
    });
    const [trouble] = troubles;
    if (trouble) span.setStatus({ code: SpanStatusCode.ERROR, message: trouble.code });
    span.end();
  };

  /** Spans of calls to one server, where they are part of a traced request. */
  upstream({ key, product }: Server): UpstreamObserver {
    return {
      sent: ({ method, route, purpose, span }) => {
        if (!(span instanceof OtelSpan)) return { ended: () => undefined };
        const attributes = {
          'http.request.method': method,
          'url.template': route,
          'gateway.server': key,
          'gateway.product': product,
          'gateway.purpose': purpose,
        };
        const call = span.part(`${method} ${route}`, attributes, SpanKind.CLIENT);
        return {
          headers: this.config.propagate ? call.headers() : {},
          ended: (failure) => call.end(failure ?? undefined),
        };
      },
    };
  }

  /** Sends what is left, as far as that works in a few seconds. */
  async stop(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, 3_000).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
  }
}

/** Once a minute at most: a collector that is down fails for every batch. */
function logExportFailures(log: Log): void {
  let toldAt = -Infinity;
  const ignore = (): void => undefined;
  const error = (message: string): void => {
    if (performance.now() - toldAt < MINUTE) return;
    toldAt = performance.now();
    log.warn('traces could not be sent', { context: 'Traces', reason: message });
  };
  diag.setLogger(
    { error, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}
