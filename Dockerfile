# syntax=docker/dockerfile:1
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY page ./page
COPY board ./board
COPY scripts/pages ./scripts/pages
COPY schema.graphql ./
# npm keeps the compiler as an optional peer of @nestjs/graphql; nothing needs it any more.
RUN npm run build && npm prune --omit=dev --ignore-scripts && rm -r node_modules/typescript node_modules/.bin/tsc node_modules/.bin/tsserver
RUN mkdir /history

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production GATEWAY_CONFIG=/etc/veeam-graphql-gateway/gateway.yaml
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY deploy/container/health.mjs ./
COPY scripts/run.mjs scripts/setup.mjs ./scripts/
# A volume that is mounted there for the first time takes its owner.
COPY --from=build --chown=node:node --chmod=0700 /history /var/lib/veeam-graphql-gateway
USER node
# 9464 where metrics.listen says so.
EXPOSE 4000 9464
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 CMD ["node", "health.mjs"]
CMD ["node", "dist/main.js"]
