/** A walk through kubectl's verbs, and the files that it needs. */
export const FILES: Readonly<Record<string, string>> = {
  'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: "nginx:1.27", ports: [{containerPort: 80}], resources: {requests: {cpu: 100m}}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`,
  'odd.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: odd}
data: {"é ü": "no", key: "ligne\\nzwei \\U0001F600"}
extra: 1
`,
  'map.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: map}
data: {text: "zwölf 🎈"}
`,
  'crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.shop.example.com}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {plural: gadgets, singular: gadget, kind: Gadget, shortNames: [gd], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
    additionalPrinterColumns: [{name: Size, type: integer, jsonPath: .spec.size}]
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer, description: how many}}}, status: {type: object, properties: {size: {type: integer}}}}}}
`,
  'gadget.yaml': 'apiVersion: shop.example.com/v1\nkind: Gadget\nmetadata: {name: one}\nspec: {size: 3}\n',
};

export const COMMANDS: readonly string[] = [
  'version',
  'api-versions',
  'api-resources',
  'api-resources -o wide --namespaced=false',
  'api-resources --api-group=apps --verbs=watch -o name',
  'cluster-info',
  'get nodes',
  'get nodes -o wide --show-labels',
  'get ns,sc -o name',
  'get pods -A',
  'get pods',
  'get po -A --sort-by=.metadata.name -o wide',
  'get nope',
  'get pods nope',
  'get pods -l a=b --field-selector spec.nope=1',
  'apply -f web.yaml',
  'get deploy,rs,po,svc',
  'rollout status deployment/web --timeout=60s',
  'get all',
  'get po -l app=web -o wide',
  'get deploy web -o yaml',
  'get deploy web -o json --show-managed-fields',
  'get po -o jsonpath=\'{range .items[*]}{.metadata.name} {.apiVersion} {.kind}{"\\n"}{end}\'',
  'get po -o custom-columns=NAME:.metadata.name,KIND:.kind',
  'get po -o name',
  'get events --sort-by=.metadata.creationTimestamp',
  'events',
  'describe deploy web',
  'describe po',
  'describe svc web',
  'describe node one',
  'describe ns default',
  'apply -f web.yaml',
  'apply --server-side -f map.yaml',
  'apply --server-side -f map.yaml --field-manager=other',
  'get cm map -o yaml',
  'apply --server-side -f web.yaml',
  'apply --server-side --force-conflicts -f web.yaml',
  'diff -f web.yaml',
  'create -f odd.yaml',
  'create -f odd.yaml --validate=warn',
  'create -f odd.yaml --validate=ignore',
  'create -f map.yaml',
  'create cm a --from-literal=a=b --dry-run=server -o yaml',
  'create deployment api --image=nginx:1.27 --replicas=2',
  'create quota q --hard=pods=20',
  'create sa robot',
  'create token robot --duration=10m --audience=x',
  'create role r --verb=get --resource=pods',
  'create ns team',
  'create cm m -n team --from-literal=a=1',
  'create cm BAD --from-literal=a=1',
  'run once --image=busybox --restart=Never -- true',
  'wait --for=condition=Available deployment/api --timeout=60s',
  'wait --for=condition=Nope deployment/api --timeout=2s',
  "wait --for=jsonpath='{.status.phase}'=Succeeded pod/once --timeout=60s",
  'scale deploy api --replicas=3',
  'scale deploy api --replicas=1 --current-replicas=7',
  'autoscale deploy api --min=1 --max=4 --cpu=80%',
  'label deploy api tier=back',
  'label po -l app=web extra=yes --overwrite',
  'annotate deploy api note="a, b"',
  'patch deploy api -p \'{"spec":{"paused":true}}\'',
  'patch deploy api --type=merge -p \'{"spec":{"paused":null}}\'',
  'patch deploy api --type=json -p \'[{"op":"replace","path":"/spec/replicas","value":2}]\'',
  'patch deploy api --type=json -p \'[{"op":"replace","path":"/nope","value":2}]\'',
  'set image deploy/web web=nginx:1.28',
  'rollout status deploy/web',
  'rollout history deploy/web',
  'rollout undo deploy/web',
  'rollout restart deploy/api',
  'expose deploy api --port=80',
  'get po -w --request-timeout=1',
  'get deploy web -w -o name --request-timeout=1',
  'get po --watch-only --output-watch-events --request-timeout=2',
  'get deploy --as=alice',
  'auth whoami',
  'auth can-i list pods --as=alice',
  'auth can-i --list --as=alice',
  'auth whoami --as=alice --as-group=dev --as-group=ops --as-uid=7',
  'top nodes',
  'explain deployment.spec.strategy',
  'explain nope',
  'taint nodes two a=b:NoSchedule',
  'cordon one',
  'drain two --ignore-daemonsets --force --timeout=60s',
  'uncordon one',
  'apply -f crd.yaml',
  'wait --for=condition=Established crd/gadgets.shop.example.com --timeout=10s',
  'apply -f gadget.yaml',
  'get gd',
  'get gadgets -o yaml',
  'scale gadget one --replicas=5',
  'describe gadget one',
  'explain gadget.spec',
  'patch gadget one -p {}',
  'patch gadget one --type=merge -p \'{"spec":{"size":7}}\'',
  'delete gadget one',
  'replace -f map.yaml',
  'delete cm map --dry-run=server',
  'delete cm map',
  'delete cm map --ignore-not-found',
  'delete cm nope',
  'delete po --all --grace-period=1',
  'delete -f web.yaml --cascade=foreground',
  'delete deploy,svc api',
  'delete ns team',
  'get cs',
  'get po --warnings-as-errors',
  'get cs --warnings-as-errors',
];
