# syntax=docker/dockerfile:1

FROM node:20.20.2-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
# The types of the API come from its contract.
COPY schemas/openapi /src/schemas/openapi
RUN npm run build

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist ./web/dist
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -tags web -ldflags "-s -w -X main.build=${VERSION}" -o /out/countersign ./cmd/countersign

# The health check's only tool: under this name it can do nothing but fetch.
FROM busybox:1.37.0-musl AS tools

# Nothing but the program: no shell, no package manager, nobody but the one user.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=tools /bin/busybox /bin/wget
COPY --from=build /out/countersign /countersign
USER 65532:65532
ENTRYPOINT ["/countersign"]
CMD ["serve"]
