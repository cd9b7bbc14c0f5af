/** What the panel says, and no other. */
export const words = {
  lead: 'Stop a part to see what is missed without it, and what goes on all the same.',
  stopped: 'stopped',
  waiting: 'waiting',
  queue: (count: number): string => `${count} waiting`,
  watches: (resources: string): string => `Watches ${resources}`,
  controllers: (count: number): string => `${count} controllers`,
  configuration: 'Configuration…',
  fewer: 'Fold the controllers',
  kubelet: (node: string): string => `kubelet of ${node}`,
  open: 'Look inside',
  leader: 'leads',
  standby: 'stands by',
  restarting: (at: string): string => `lost its lease; starts again at ${at}`,
};
