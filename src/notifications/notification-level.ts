export const notificationLevels = ['info', 'warning', 'error'] as const;
export type NotificationLevel = (typeof notificationLevels)[number];
